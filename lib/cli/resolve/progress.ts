/** Fewer answers are there before anybody wonders. */
const MIN_SHOWN = 20;
const WIDTH = 20;

interface Stream {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
}

export interface ProgressBar {
  readonly show: (answered: number, asked: number) => void;
  /** Takes the bar away, so that other text can stand there. */
  readonly hide: () => void;
}

/** How far a long run is; shown to people alone. */
export function progressBar(stream: Stream, title: string): ProgressBar {
  let isShown = false;
  return {
    show: (answered, asked) => {
      if (stream.isTTY !== true || asked < MIN_SHOWN) return;
      const done = Math.floor((answered / asked) * WIDTH);
      stream.write(
        `\r${title} [${"#".repeat(done)}${"-".repeat(WIDTH - done)}] ${answered} of ${asked}\u001b[K`,
      );
      isShown = true;
    },
    hide: () => {
      if (isShown) stream.write("\r\u001b[K");
      isShown = false;
    },
  };
}
