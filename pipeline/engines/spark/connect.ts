import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, type ClientReadableStream, credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import { ClvError } from "../../errors.js";
import { uniqueId } from "../../files/unique-id.js";
import { closedError, interruptedError } from "../statement-errors.js";
import { failureOf, isKnownOperation, isTransient, isUnknownOperation, sparkError } from "./errors.js";
import { type Call, calls, type ExecuteResponse, type Plan } from "./protocol.js";
import { address, type SparkRemote } from "./remote.js";
import { receive } from "./stream.js";

const clientType = "clv";
const mebibyte = 2 ** 20;
/** Servers refuse pings more often than every five minutes. */
const pingMs = 330_000;
/** Sessions without a call are given up after an hour. */
const keepSessionMs = 10 * 60_000;
const unaryDeadlineMs = 60_000;
/** A stream that was open for so long did not fail to open, though a statement that takes its time may not have answered. */
const lastingMs = 10_000;
/** How long an operation may take to be stopped before the client goes on without it. */
const stopMs = 3000;

/** Waits before the attempts after the first one: about 12 s on entering, two minutes once the server has answered. */
const firstContact = [100, 300, 1000, 2000, 4000, 4000];
const established = [50, 200, 800, 2000, 5000, 10_000, 20_000, 20_000, 30_000, 30_000];

/**
 * A session of a Spark Connect server: gRPC calls, retried while the server cannot be reached, and executions that go on
 * over a broken connection. Errors are ClvErrors that never hold the token.
 */
export class SparkConnect {
  readonly remote: SparkRemote;
  readonly #client: Client;
  readonly #metadata = new Metadata();
  readonly #sessionId: string;
  readonly #closing = new AbortController();
  readonly #operations = new Set<string>();
  #keepAlive: NodeJS.Timeout | null = null;
  #serverSession: string | undefined;
  #received = 0;

  /** @param caFile PEM certificates to trust instead of those of the Node installation */
  constructor(remote: SparkRemote, caFile?: string) {
    this.remote = remote;
    this.#sessionId = remote.sessionId ?? uniqueId();
    for (const [key, value] of remote.headers) this.#metadata.set(key, value);
    if (remote.token !== null) this.#metadata.set("authorization", `Bearer ${remote.token}`);
    this.#client = new Client(
      address(remote),
      remote.tls
        ? credentials.createSsl(caFile === undefined ? null : certificates(caFile))
        : credentials.createInsecure(),
      {
        "grpc.max_send_message_length": 128 * mebibyte,
        "grpc.max_receive_message_length": 1024 * mebibyte,
        "grpc.keepalive_time_ms": pingMs,
        "grpc.keepalive_timeout_ms": 20_000,
        "grpc.initial_reconnect_backoff_ms": 100,
        "grpc.max_reconnect_backoff_ms": 5000,
        "grpc.enable_retries": 0,
        "grpc-node.flow_control_window": 8 * mebibyte,
        "grpc.primary_user_agent": clientType,
        // a server of the same machine is not behind a proxy, and one in a cluster rarely
        "grpc.enable_http_proxy": remote.tls ? 1 : 0,
      },
    );
  }

  /** Bytes of answers so far. */
  get received(): number {
    return this.#received;
  }

  /** First contact: the version of Spark, e.g. "4.0.5". */
  async enter(): Promise<string> {
    const answer = await this.#call(calls.analyzePlan, { sparkVersion: {} }, "", firstContact);
    this.#serverSession = answer.serverSideSessionId || undefined;
    this.#keepAlive = setInterval(() => {
      this.#call(calls.analyzePlan, { sparkVersion: {} }, "").catch(() => undefined);
    }, keepSessionMs).unref();
    return answer.sparkVersion?.version ?? "";
  }

  /** Sets what is given for this session. */
  async config(settings: Readonly<Record<string, string>>): Promise<void> {
    const pairs = Object.entries(settings).map(([key, value]) => ({ key, value }));
    await this.#call(
      calls.config,
      { operation: { set: { pairs } } },
      pairs.map(({ key, value }) => `set ${key}=${value}`).join("; "),
    );
  }

  /**
   * Runs a plan and gives the messages that answer it, once each, also when the connection breaks meanwhile: the server
   * keeps the operation, and the client asks for what follows the last message that arrived. Leaving early stops it.
   *
   * @param statement what errors show
   * @throws ClvError INTERRUPTED, ENGINE_*
   */
  async *execute(plan: Plan, statement: string, signal: AbortSignal): AsyncGenerator<ExecuteResponse, void> {
    if (this.#closing.signal.aborted) throw closedError(statement);
    if (signal.aborted) throw interruptedError(statement);
    const operationId = uniqueId();
    this.#operations.add(operationId);
    const start = () =>
      this.#stream(calls.executePlan, {
        operationId,
        plan,
        requestOptions: [{ reattachOptions: { reattachable: true } }],
      });
    let last: string | undefined;
    const reattach = () =>
      this.#stream(calls.reattachExecute, {
        operationId,
        ...(last !== undefined && { lastResponseId: last }),
      });

    let open = start;
    let finished = false;
    let failures = 0;
    try {
      for (;;) {
        let broken: unknown = null;
        const opened = performance.now();
        try {
          for await (const response of receive(open(), signal)) {
            last = response.responseId;
            failures = 0;
            if (response.resultComplete) {
              finished = true;
              return;
            }
            yield response;
            this.#release(operationId, { releaseUntil: { responseId: last } });
          }
        } catch (error) {
          broken = error;
        }
        if (signal.aborted) throw interruptedError(statement);
        // a stream that ends without saying that it is complete goes on in another one: servers end them now and then
        open = reattach;
        const lasted = performance.now() - opened > lastingMs;
        if (lasted) failures = 0;
        if (broken === null) failures += lasted ? 0 : 1;
        else {
          const failure = failureOf(broken);
          if (isUnknownOperation(failure) && last === undefined) open = start;
          else if (!isTransient(failure) && !isKnownOperation(failure)) {
            finished = failure.code !== null && !isUnknownOperation(failure);
            throw await this.#error(broken, statement);
          }
          failures += 1;
        }
        const wait = failures === 0 ? 0 : established[failures - 1];
        if (wait === undefined)
          throw await this.#error(broken ?? new Error("the result ends before its end"), statement);
        await sleep(wait, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) throw interruptedError(statement);
      }
    } finally {
      if (finished) this.#release(operationId, { releaseAll: {} });
      else await this.#stop(operationId);
      this.#operations.delete(operationId);
    }
  }

  /** Stops every execution under way, also those whose answers nobody is reading just now. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.#operations].map((operationId) => this.#stop(operationId)));
  }

  /** Gives up the session; nothing happens the second time. Executions must have been stopped. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    if (this.#keepAlive !== null) clearInterval(this.#keepAlive);
    this.#closing.abort();
    if (this.#serverSession !== undefined)
      await this.#once(calls.releaseSession, {}, stopMs).catch(() => undefined);
    this.#client.close();
  }

  /** An interrupt that arrives before the operation is lost, so it is repeated. */
  async #stop(operationId: string): Promise<void> {
    const interrupt = { interruptType: "INTERRUPT_TYPE_OPERATION_ID", operationId };
    const until = performance.now() + stopMs;
    while (performance.now() < until) {
      const answer = await this.#once(calls.interrupt, interrupt, stopMs).catch(() => null);
      if (answer === null || answer.interruptedIds.length > 0) break;
      await sleep(100);
    }
    await this.#once(calls.releaseExecute, { operationId, releaseAll: {} }, stopMs).catch(() => undefined);
  }

  /** Lets the server forget answers that arrived. It does so by itself some time later, so nobody waits for this. */
  #release(operationId: string, what: object): void {
    this.#once(calls.releaseExecute, { operationId, ...what }, unaryDeadlineMs).catch(() => undefined);
  }

  async #error(error: unknown, statement: string): Promise<ClvError> {
    const failure = failureOf(error);
    const chain =
      failure.errorId === null
        ? null
        : await this.#once(calls.fetchErrorDetails, { errorId: failure.errorId }, 5000).catch(() => null);
    return sparkError(failure, statement, this.remote, chain);
  }

  async #call<T>(call: Call<object, T>, request: object, statement: string, waits = established): Promise<T> {
    if (this.#closing.signal.aborted) throw closedError(statement);
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#once(call, request, unaryDeadlineMs);
      } catch (error) {
        const wait = waits[attempt];
        if (wait === undefined || !isTransient(failureOf(error))) throw await this.#error(error, statement);
        await sleep(wait, undefined, { signal: this.#closing.signal }).catch(() => undefined);
        if (this.#closing.signal.aborted) throw closedError(statement);
      }
    }
  }

  #once<T>(call: Call<object, T>, request: object, deadlineMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        call.path,
        call.encode,
        (bytes: Buffer) => this.#counted(call, bytes),
        this.#complete(request),
        this.#metadata,
        { deadline: Date.now() + deadlineMs },
        (error: ServiceError | null, response?: T) => {
          if (error) reject(error);
          else resolve(response as T);
        },
      );
    });
  }

  #stream<T>(call: Call<object, T>, request: object): ClientReadableStream<T> {
    return this.#client.makeServerStreamRequest(
      call.path,
      call.encode,
      (bytes: Buffer) => this.#counted(call, bytes),
      this.#complete(request),
      this.#metadata,
    );
  }

  #counted<T>(call: Call<object, T>, bytes: Buffer): T {
    this.#received += bytes.length;
    return call.decode(bytes);
  }

  #complete(request: object): object {
    return {
      sessionId: this.#sessionId,
      userContext: { userId: this.remote.userId },
      clientType,
      // a server that was restarted says so, instead of running statements without the settings of this session
      ...(this.#serverSession !== undefined && { clientObservedServerSideSessionId: this.#serverSession }),
      ...request,
    };
  }
}

function certificates(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new ClvError(
      "USAGE",
      `cannot read the certificates that TLS should trust: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  }
}
