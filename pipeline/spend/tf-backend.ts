import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";

export type TensorBackend = "tensorflow" | "wasm" | "cpu";

/** The native library; not a dependency, since its installation downloads one for the platform. */
const nativePackage: string = "@tensorflow/tfjs-node";

/**
 * Makes the fastest backend for tensors that works here current: the native library where @tensorflow/tfjs-node is
 * installed, else WebAssembly, else plain JavaScript. Results differ between them in the last digits of single precision.
 * @param only backends to try, in order
 */
export async function openTensorFlow(
  log: (message: string) => void,
  only: readonly TensorBackend[] = ["tensorflow", "wasm", "cpu"],
): Promise<TensorBackend> {
  // no checks of every value, no advice on the console
  tf.enableProdMode();
  const failures: string[] = [];
  for (const name of only) {
    try {
      await register[name]();
      if (!(await tf.setBackend(name))) throw new Error("it does not start");
      await tf.ready();
      const instead = failures.length > 0 ? ` (${failures.join("; ")})` : "";
      log(`tensors are worked out by ${titles[name]}${instead}`);
      return name;
    } catch (error) {
      failures.push(`${titles[name]}: ${reason(error)}`);
    }
  }
  throw new Error(`no backend for tensors works: ${failures.join("; ")}`);
}

const titles: Readonly<Record<TensorBackend, string>> = {
  tensorflow: "the native TensorFlow library",
  wasm: "WebAssembly",
  cpu: "plain JavaScript",
};

const register: Readonly<Record<TensorBackend, () => Promise<void>>> = {
  async tensorflow() {
    await import(nativePackage);
  },
  async wasm() {
    const wasm = await import("@tensorflow/tfjs-backend-wasm");
    const require = createRequire(import.meta.url);
    wasm.setWasmPaths(
      join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist", "/"),
    );
  },
  async cpu() {
    await import("@tensorflow/tfjs-backend-cpu");
  },
};

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "ERR_MODULE_NOT_FOUND" ? "not installed" : (message.split("\n")[0] ?? "");
}
