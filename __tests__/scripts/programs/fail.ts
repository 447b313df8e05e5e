import { fail, type Reason } from "./thrower";

const reason: Reason = { text: "no such key" };

void (async () => {
  await fail(reason);
})();
