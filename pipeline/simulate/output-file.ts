import { type FileHandle, open, rename, rm } from "node:fs/promises";

const bufferBytes = 1 << 20;

/**
 * A file that appears under its name only when it is complete: written to `<path>.partial`, renamed by `publish`.
 * Two buffers take turns, so that one is filled while the other is on its way to the disk, and never more than one is.
 */
export class OutputFile {
  readonly path: string;
  private readonly handle: FileHandle;
  private readonly buffers = [new Uint8Array(bufferBytes), new Uint8Array(bufferBytes)];
  private turn = 0;
  private writing: Promise<unknown> = Promise.resolve();
  private closed = false;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.handle = handle;
  }

  static async create(path: string): Promise<OutputFile> {
    return new OutputFile(path, await open(partial(path), "w"));
  }

  /** The buffer to fill now. */
  get buffer(): Uint8Array {
    return this.buffers[this.turn]!;
  }

  /** Sends the first `length` bytes of the buffer off, once the other buffer has arrived; then it is the other's turn. */
  async flush(length: number): Promise<void> {
    await this.writing;
    this.writing = writeAll(this.handle, this.buffer, length);
    // The failure is met at the next await; until then it must not count as unhandled.
    this.writing.catch(() => {});
    this.turn = 1 - this.turn;
  }

  /** Waits for the last bytes and makes them durable. */
  async close(): Promise<void> {
    await this.writing;
    await this.handle.sync();
    this.closed = true;
    await this.handle.close();
  }

  async publish(): Promise<void> {
    await rename(partial(this.path), this.path);
  }

  /** Leaves nothing behind of a file that was not published. */
  async discard(): Promise<void> {
    await this.writing.catch(() => {});
    if (!this.closed) await this.handle.close();
    await rm(partial(this.path), { force: true });
  }
}

function partial(path: string): string {
  return `${path}.partial`;
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, length: number): Promise<void> {
  for (let done = 0; done < length; ) {
    const { bytesWritten } = await handle.write(bytes, done, length - done);
    done += bytesWritten;
  }
}
