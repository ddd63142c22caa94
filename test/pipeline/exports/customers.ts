/** How exports name a customer. */
export interface IdStyle {
  readonly name: string;
  readonly write: (customer: number, order: number) => string;
  /** The id that ingest should have. */
  readonly id: (customer: number) => string;
  /** Whether it goes into a column for e-mails. */
  readonly email?: boolean;
  readonly ambiguous?: RegExp;
}

const names = "ada ben cleo dan eva finn gita hugo ines joan kim lea max nora otto pia".split(" ");
const email = (customer: number): string => `${names[customer % names.length]}.${customer}@example.com`;
const hex = (customer: number, length: number): string =>
  (((customer + 1) * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, "0").repeat(2).slice(0, length);
const uuid = (customer: number): string =>
  `${hex(customer, 8)}-${hex(customer + 7, 4)}-4${hex(customer, 3)}-a${hex(customer + 3, 3)}-${hex(customer + 11, 12)}`;
const same = (write: (customer: number) => string): Pick<IdStyle, "write" | "id"> => ({ write, id: write });

export const idStyles: readonly IdStyle[] = [
  { name: "number", ...same((c) => `${4711 + c}`) },
  { name: "padded", ...same((c) => `${c + 1}`.padStart(7, "0")) },
  { name: "prefix", ...same((c) => `C-${1000 + c}`) },
  { name: "uuid", ...same(uuid) },
  { name: "e-mail", email: true, ...same(email) },
  {
    name: "e-mail in two cases",
    email: true,
    id: email,
    write: (c, order) => (order % 3 === 0 ? email(c).toUpperCase() : email(c)),
  },
  {
    name: "blanks around",
    id: (c) => `K${1000 + c}`,
    write: (c, order) => `${["K", " K", "\u00a0K"][order % 3]}${1000 + c}${["", "\u00a0", " "][order % 3]}`,
  },
  {
    name: "number and number.0",
    id: (c) => `${4711 + c}`,
    write: (c, order) => (order % 2 === 0 ? `${4711 + c}` : `${4711 + c}.0`),
    ambiguous: /customer|\bids?\b/i,
  },
  {
    name: "guests",
    id: (c) => (c === 0 ? "" : `${4711 + c}`),
    write: (c) => (c === 0 ? "guest" : `${4711 + c}`),
    ambiguous: /customer|\bids?\b|guest|placeholder/i,
  },
];
