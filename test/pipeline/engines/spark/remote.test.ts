import { describe, expect, test } from "vitest";
import { address, sparkRemote } from "../../../../pipeline/engines/spark/remote.js";
import { ClvError } from "../../../../pipeline/errors.js";

const secret = "dapi-0b5c91";
const remote = (text: string, env: Record<string, string> = {}) =>
  sparkRemote({ SPARK_REMOTE: text, ...env });

function refusal(text: string, env: Record<string, string> = {}): string {
  try {
    remote(text, env);
  } catch (error) {
    expect(error).toBeInstanceOf(ClvError);
    expect((error as ClvError).code).toBe("USAGE");
    return (error as ClvError).message;
  }
  return expect.fail(`${text} was taken`);
}

describe("a connection string of Spark Connect", () => {
  test("host and port, with what is usual", () => {
    const plain = {
      variable: "SPARK_REMOTE",
      tls: false,
      token: null,
      userId: "ann",
      sessionId: null,
      headers: [],
    };
    expect(remote("sc://warehouse.example", { USER: "ann" })).toEqual({
      ...plain,
      host: "warehouse.example",
      port: 15_002,
    });
    expect(remote(" sc://10.0.0.7:443/ ", { USER: "ann" })).toEqual({
      ...plain,
      host: "10.0.0.7",
      port: 443,
    });
    const six = remote("sc://[::1]:15003");
    expect([six.host, address(six)]).toEqual(["::1", "[::1]:15003"]);
  });

  test("parameters: known ones by their meaning, the others as headers", () => {
    const text = `sc://dbc.example:443/;use_ssl=true;token=${secret}%3D%3D;user_id=etl;user_agent=x;x-databricks-cluster-id=0918-a`;
    expect(remote(text)).toMatchObject({
      tls: true,
      token: `${secret}==`,
      userId: "etl",
      headers: [["x-databricks-cluster-id", "0918-a"]],
    });
    const sessionId = "0f5ae8a3-3b5e-4f7c-9d43-8f6b9a9a0c11";
    expect(remote(`sc://h/;session_id=${sessionId}`).sessionId).toBe(sessionId);
  });

  test("a token is for TLS, or for this machine alone", () => {
    expect(remote(`sc://far.example/;token=${secret}`).tls).toBe(true);
    expect(remote(`sc://far.example/`, { SPARK_CONNECT_AUTHENTICATE_TOKEN: secret })).toMatchObject({
      tls: true,
      token: secret,
    });
    for (const host of ["localhost", "127.0.0.1", "[::1]"])
      expect(remote(`sc://${host}/;token=${secret}`)).toMatchObject({ tls: false, token: secret });
    expect(refusal(`sc://far.example/;token=${secret};use_ssl=false`)).toContain("in plain text");
    expect(refusal(`sc://127.0.0.1.far.example/;use_ssl=false;token=${secret}`)).toContain("in plain text");
  });

  test("what is wrong is said without showing the string", () => {
    const wrong = [
      "",
      `http://h:1/;token=${secret}`,
      `sc://${secret}@h:1`,
      `sc://h:0/;token=${secret}`,
      `sc://h:70000/;token=${secret}`,
      `sc://h:1/path;token=${secret}`,
      `sc://h:1/;${secret}`,
      `sc://h:1/;=${secret}`,
      `sc://h:1/;a b=${secret}`,
      `sc://h:1/;token=${secret}%zz`,
      `sc://h:1/;token=${secret}%0A`,
      `sc://h:1/;x-a=${secret}%0A`,
      `sc://h:1/;use_ssl=${secret}`,
      `sc://h:1/;session_id=${secret}`,
    ];
    for (const text of wrong) {
      const message = refusal(text);
      expect(message).toContain("SPARK_REMOTE");
      expect(message).not.toContain(secret);
    }
    expect(() => sparkRemote({}, "LAKE")).toThrow(/^LAKE is not set/);
  });
});
