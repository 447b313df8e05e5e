/** How Node works for this program. Imported first, for its effect: later imports are faster by it. */
import { setFlagsFromString } from "node:v8";

// CDKTF records a stack trace for much of what it makes; looking each up in a source map takes longer than making it.
process.setSourceMapsEnabled(false);

// Rendering ten thousand roles leaves much to collect. Left alone, V8 waits until the heap has four times what is in use.
setFlagsFromString("--heap-growing-percent=100");
