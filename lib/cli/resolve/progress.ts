/** Fewer answers arrive too fast for a bar. */
const MIN_SHOWN = 20;
const WIDTH = 20;

interface Stream {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
}

export interface ProgressBar {
  readonly show: (answered: number, expected: number) => void;
  /** Removes the bar, to make room for other output. */
  readonly hide: () => void;
}

/** Shows the progress of a long run on a terminal. */
export function progressBar(stream: Stream, title: string): ProgressBar {
  let isShown = false;
  return {
    show: (answered, expected) => {
      if (stream.isTTY !== true || expected < MIN_SHOWN) return;
      const done = Math.floor((answered / expected) * WIDTH);
      stream.write(
        `\r${title} [${"#".repeat(done)}${"-".repeat(WIDTH - done)}] ${answered} of ${expected}\u001b[K`,
      );
      isShown = true;
    },
    hide: () => {
      if (isShown) stream.write("\r\u001b[K");
      isShown = false;
    },
  };
}
