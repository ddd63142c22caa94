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
};

/** An error of the file system as one that says what to do, exit code 6; anything else as it is. */
export function diskError(error: unknown, path?: string): unknown {
  if (error instanceof ClvError || !(error instanceof Error)) return error;
  const { code, path: own } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : reasons[code];
  if (reason === undefined) return error;
  const place = path ?? own ?? "a file of the run";
  return new ClvError(
    "SINK_REFUSED",
    `cannot write ${place}: ${reason} (${code}). Make room or allow it, or choose another place, then run again with --resume.`,
    { cause: error },
  );
}
