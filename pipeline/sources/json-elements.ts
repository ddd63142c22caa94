import { ClvError } from "../errors.js";

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];
const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/** The longest element that is read, in bytes. */
const longest = 8_000_000;

/**
 * Finds the elements of a JSON array, that of the file or the one of objects within the object that the file is, in chunks
 * that may cut it anywhere. Only brackets and strings are looked at: whether an element is sound is for its reader.
 */
export class JsonElements {
  /** The key of the array of objects within the object that the file is; null for none. */
  key: string | null = null;
  /** Whether the file's one value has ended, and whether anything but blanks follows it. */
  ended = false;
  more = false;
  elements = 0;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private isArray = false;
  /** At which depth elements are; 0 outside of their array. */
  private level = 0;
  /** The last string of the object that the file is: the key of an array that follows. */
  private name: Buffer[] = [];
  private parts: Buffer[] = [];
  private size = 0;
  private inElement = false;

  /** Whether the file is an array, or an object that holds one of objects. */
  get hasElements(): boolean {
    return this.isArray || this.key !== null;
  }

  /** Takes the next bytes; gives the elements that end in them. */
  *push(chunk: Buffer): Generator<Buffer> {
    let from = 0;
    let nameFrom = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === backslash) this.escaped = true;
        else if (byte === quote) {
          this.inString = false;
          if (this.isName) this.name.push(Buffer.from(chunk.subarray(nameFrom, i)));
        }
        continue;
      }
      if (isBlank(byte)) continue;
      if (this.level > 0 && this.depth === this.level) {
        if (byte === comma || byte === closeArray) {
          if (this.inElement) yield this.element(chunk.subarray(from, i));
        } else if (!this.inElement && this.isElement(byte)) {
          this.inElement = true;
          from = i;
        }
      }
      this.take(byte);
      if (this.inString && this.isName) {
        this.name = [];
        nameFrom = i + 1;
      }
    }
    if (this.inElement) this.keep(chunk.subarray(from));
    if (this.inString && this.isName) this.name.push(Buffer.from(chunk.subarray(nameFrom)));
  }

  private get isName(): boolean {
    return !this.isArray && this.depth === 1;
  }

  private take(byte: number): void {
    if (this.ended) this.more = true;
    else if (byte === quote) this.inString = true;
    else if (byte === openArray || byte === openObject) {
      if (this.depth === 0) this.isArray = byte === openArray;
      const isList = byte === openArray && this.depth === (this.isArray ? 0 : 1);
      this.depth++;
      if (isList) this.level = this.depth;
    } else if (byte === closeArray || byte === closeObject) {
      if (this.depth === this.level) this.level = 0;
      this.depth--;
      if (this.depth === 0) this.ended = true;
    }
  }

  /** Within an object only arrays of objects count: others are left out as a whole. */
  private isElement(first: number): boolean {
    if (this.isArray) return true;
    if (first !== openObject) {
      this.level = 0;
      return false;
    }
    const name = Buffer.concat(this.name).toString();
    if (this.key !== null && this.key !== name)
      throw new ClvError(
        "SOURCE_UNREADABLE",
        `it holds two arrays of objects, "${this.key}" and "${name}": write the one that is the log into a file of its own`,
      );
    this.key = name;
    return true;
  }

  private keep(part: Buffer): void {
    this.size += part.length;
    if (this.size > longest)
      throw new ClvError("SOURCE_UNREADABLE", `its element ${this.elements + 1} is longer than 8 MB`);
    this.parts.push(Buffer.from(part));
  }

  private element(end: Buffer): Buffer {
    this.keep(end);
    const whole = this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts);
    this.parts = [];
    this.size = 0;
    this.inElement = false;
    this.elements++;
    // blanks between values may be line ends; in a string they are escaped
    for (let i = 0; i < whole.length; i++) if (whole[i]! < 0x20) whole[i] = 0x20;
    return whole;
  }
}
