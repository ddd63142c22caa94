import { ClvError } from "../errors.js";

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the disk",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would be larger than allowed",
  ENOTDIR: "a part of the path is a file, not a folder",
  EISDIR: "it is a folder",
  EEXIST: "a file is in the way of the folder",
  EMFILE: "too many open files",
  ENFILE: "too many open files on this machine",
  ELOOP: "symbolic links lead in a circle",
  ENAMETOOLONG: "the name is too long for the file system",
  ENOENT: "there is no such file or folder",
  ENOTEMPTY: "the folder is not empty",
  EIO: "the disk failed to read or write",
  EBUSY: "something else uses it",
  ETXTBSY: "something else uses it",
  ESTALE: "the network file system has lost it",
  ENXIO: "the device is not there",
  ENODEV: "the device is not there",
  EXDEV: "it lies on another file system",
  EMLINK: "it has too many links",
  ENOTSUP: "the file system does not support it",
  ENOSYS: "the file system does not support it",
};

/** Calls that look at what is there and change nothing; opening a file may do either. */
const looking = /^(l?stat|fstat|statfs|read|readv?|scandir|readdir|opendir|readlink|realpath|access)$/;

/** What the operating system says of a path, in words; null for an error that does not come from a file system. */
export function diskReason(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined || !/^E[A-Z0-9]+$/.test(code)) return null;
  const reason = reasons[code] ?? (path === undefined ? undefined : "the operating system refuses it");
  return reason === undefined ? null : `${reason} (${code})`;
}

/** An error of the file system as one that says what to do, exit code 6; anything else as it is. */
export function diskError(error: unknown, path?: string): unknown {
  if (error instanceof ClvError) return error;
  const reason = diskReason(error);
  if (reason === null) return error;
  const { path: own, syscall = "", code } = error as NodeJS.ErrnoException;
  const place = path ?? own ?? "a file of the run";
  const wrong = looking.test(syscall) ? "read" : syscall === "open" && code === "ENOENT" ? "open" : "write";
  return new ClvError(
    "SINK_REFUSED",
    `cannot ${wrong} ${place}: ${reason}. Make room or allow it, or choose another place, then run again with --resume.`,
    { cause: error },
  );
}
