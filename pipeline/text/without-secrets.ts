/** What stands in place of a secret. */
const hidden = "***";

/** Names whose values are secrets, whatever stands in front of them: sslpassword, aws_session_token, X-Amz-Signature. */
const passwords =
  "pass(?:word|wd|phrase)|pwd|secret|(?:api|access|account|private|secret)[-_]?key(?:[-_]?id)?";
const named = `(?<![\\w.-])(?:[\\w.-]*(?:${passwords}|token|signature|credentials?)|pass|pw|sig)`;

/** What is a secret wherever it stands, with what is left of it. */
const certain: readonly (readonly [RegExp, string])[] = [
  // jdbc:oracle:thin:user/password@host
  [/(\bjdbc:[\w:]+:)[^\s/@:]+\/\S*@/gi, `$1${hidden}@`],
  // scheme://user:password@host, whatever signs the password holds; not host:port/path@
  [/(\b[a-z][\w+.-]*:\/{1,2}|\/\/)[^\s/:@?#]*:(?!\s|\d+(?:[/?#\s]|$))[^\n]*@/gi, `$1${hidden}@`],
  // scheme:user:password@host
  [/(\b[a-z][\w+.-]*:)[^\s/:@?#]+:[^\s/][^\s]*@/gi, `$1${hidden}@`],
  // scheme://token@host; Azure has container@account there
  [/(\b(?!abfss?:|wasbs?:)[a-z][\w+.-]*:\/{1,2})[^\s/?#]*@/gi, `$1${hidden}@`],
  // name=value of a query string, a connection string or an environment
  [new RegExp(`(${named}=)[^\\s&;'"][^\\s&;]*`, "gi"), `$1${hidden}`],
  [/([?&]key=)[^\s&;'"]+/gi, `$1${hidden}`],
];

const value = `("[^"\\n]*"|'(?:[^'\\\\\\n]|\\\\.|'')*'|[^\\s&;,"'}\\])]+)`;

/** What is most likely one in a message or an address; in SQL it can be a comparison. */
const likely: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`(${named}\\s*=\\s*)${value}`, "gi"), `$1${hidden}`],
  // of JSON and YAML
  [new RegExp(`(${named}["']\\s*:\\s*)${value}`, "gi"), `$1${hidden}`],
  [new RegExp(`((?<![\\w.-])[\\w.-]*(?:${passwords})\\s*:\\s*)${value}`, "gi"), `$1${hidden}`],
  [/(\bauthorization["']?\s*[=:]\s*["']?(?:\w+\s+)?)[^\s"']+/gi, `$1${hidden}`],
  [/(\bbearer\s+)[\w.~+/=-]{8,}/gi, `$1${hidden}`],
];

/**
 * A text without passwords and tokens: those in addresses, connection strings, query strings and `name = value`. For what is
 * shown, logged and kept of errors; a config that holds such a thing is refused before (`config/secrets.ts`).
 * @example withoutSecrets("no answer from postgres://clv:s3cret@db/shop") // "no answer from postgres://***@db/shop"
 */
export function withoutSecrets(text: string): string {
  return [...certain, ...likely].reduce((left, [secret, rest]) => left.replace(secret, rest), text);
}

/** Whether an address, path or name holds a password or token; `sql` may compare columns with values. */
export function holdsSecret(text: string, isSql = false): boolean {
  return (isSql ? certain : [...certain, ...likely]).some(([secret]) => text.search(secret) >= 0);
}
