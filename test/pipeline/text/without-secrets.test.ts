import { describe, expect, test } from "vitest";
import { holdsSecret, withoutSecrets } from "../../../pipeline/text/without-secrets.js";

/** Each holds "s3cret", and what is left of it. */
const secrets: readonly (readonly [text: string, left: string])[] = [
  ["postgres://user:s3cret@host/db", "postgres://***@host/db"],
  [
    "postgresql://user:s3c@s3cret/t?x#@host:5432/db?sslmode=require",
    "postgresql://***@host:5432/db?sslmode=require",
  ],
  ["/folder/postgres:/user:s3cret@host/db", "/folder/postgres:/***@host/db"],
  ["postgres:user:s3cret@host/db", "postgres:***@host/db"],
  ["//user:s3cret@host/db", "//***@host/db"],
  ["mysql://root:s3cret with blanks@host/db", "mysql://***@host/db"],
  ["https://user:s3cret@host/orders.csv", "https://***@host/orders.csv"],
  ["https://s3cret@host/orders.csv", "https://***@host/orders.csv"],
  ["redis://:s3cret@host:6379/0", "redis://***@host:6379/0"],
  ["s3://AKIAX:s3cret@bucket/orders", "s3://***@bucket/orders"],
  ["sc://host:15002/;token=s3cret;user_id=me", "sc://host:15002/;token=***;user_id=me"],
  ["https://host/orders.csv?token=s3cret&a=b", "https://host/orders.csv?token=***&a=b"],
  ["https://host/orders?sv=1&sig=s3cret%3D", "https://host/orders?sv=1&sig=***"],
  ["https://host/orders?key=s3cret", "https://host/orders?key=***"],
  ["https://host/?X-Amz-Signature=s3cret", "https://host/?X-Amz-Signature=***"],
  ["jdbc:postgresql://host/db?user=u&password=s3cret", "jdbc:postgresql://host/db?user=u&password=***"],
  ["jdbc:sqlserver://host;user=sa;password=s3cret;x=1", "jdbc:sqlserver://host;user=sa;password=***;x=1"],
  ["jdbc:oracle:thin:scott/s3cret@host:1521:orcl", "jdbc:***@host:1521:orcl"],
  ["host=h user=u password=s3cret dbname=d", "host=h user=u password=*** dbname=d"],
  ["host=h password=it's3cret dbname=d", "host=h password=*** dbname=d"],
  ["PGPASSWORD=s3cret", "PGPASSWORD=***"],
  ["AWS_SECRET_ACCESS_KEY=s3cret/x+y", "AWS_SECRET_ACCESS_KEY=***"],
  ["AccountKey=s3cret==;EndpointSuffix=x", "AccountKey=***;EndpointSuffix=x"],
  ["client_secret=s3cret", "client_secret=***"],
];

/** The same, but a comparison where it stands in SQL. */
const comparisons: readonly (readonly [text: string, left: string])[] = [
  ["host=h password='s3cret it''s3cret' dbname=d", "host=h password=*** dbname=d"],
  ["password = s3cret", "password = ***"],
  ["password: s3cret", "password: ***"],
  ['{"token": "s3cret", "x": 1}', '{"token": ***, "x": 1}'],
  ["Authorization: Bearer s3cret-and-more", "Authorization: Bearer ***"],
];

const harmless = [
  "https://host:8080/2024@home/orders.csv",
  "abfss://container@account.dfs.core.windows.net/orders",
  "s3://bucket/2024/orders.parquet",
  "file:///home/me@work/orders.csv",
  "C:\\orders\\2024.csv",
  "/data/country=DE/key=5/orders.parquet",
  "/data/2024-01-01T10:30/bob@example.com.csv",
  "host:5432/db",
  "first: orders.csv:316  O314,bob@example.com,2024-01-01",
  'password authentication failed for user "clv"',
  'recognised ingest.nullTokens = ["NA"], columns.customer = "token"',
  "cannot reach https://example.com: ask bob@example.com",
  "Unexpected token } in JSON",
  "primary key: order_id; sort_key=3; mode=swap",
];

describe("passwords and tokens are taken out of texts", () => {
  test.each([...secrets, ...comparisons])("%s", (text, left) => {
    for (const [before, after] of [
      ["", ""],
      ['cannot open "', '": no such file'],
      ["first line: x\nsecond ", "\nthird line"],
    ])
      expect(withoutSecrets(before + text + after)).not.toContain("s3cret");
    expect(withoutSecrets(text)).toBe(left);
    expect(withoutSecrets(left)).toBe(left);
    expect(holdsSecret(text)).toBe(true);
  });

  test("what holds none stays as it is", () => {
    for (const text of harmless) expect([withoutSecrets(text), holdsSecret(text)]).toEqual([text, false]);
  });

  test("a query may compare columns with values, and may hold no connection", () => {
    const query = (text: string) => holdsSecret(`select * from orders where ${text}`, true);
    expect(query("token = 'web'")).toBe(false);
    expect(query("password='x' or secret = 3")).toBe(false);
    for (const [text] of secrets) expect(query(`x in (select * from dblink('${text}'))`), text).toBe(true);
  });
});
