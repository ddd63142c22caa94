import type { ClientReadableStream } from "@grpc/grpc-js";

/**
 * The messages of a streaming call. When the call fails, those that arrived before come first and the failure after them,
 * so that the caller knows exactly what the server may forget. The call is cancelled when the signal fires or the caller
 * leaves.
 */
export async function* receive<T>(
  call: ClientReadableStream<T>,
  signal: AbortSignal,
): AsyncGenerator<T, void> {
  let failure: Error | null = null;
  let ended = false;
  let wake: () => void = () => undefined;
  call.on("readable", () => wake());
  call.on("end", () => {
    ended = true;
    wake();
  });
  call.on("error", (error) => {
    failure = error;
    wake();
  });
  const cancel = () => call.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    for (;;) {
      const message = signal.aborted ? null : (call.read() as T | null);
      if (message !== null) yield message;
      else if (ended || (failure !== null && signal.aborted)) {
        if (failure !== null) throw failure;
        return;
      } else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    signal.removeEventListener("abort", cancel);
    call.cancel();
  }
}
