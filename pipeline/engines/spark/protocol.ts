import protobuf from "protobufjs";

/**
 * The part of the Spark Connect protocol (spark/connect/{base,relations,commands}.proto of Spark 4.0, Apache-2.0) that a
 * client needs which sends SQL and Arrow data. Numbers of fields are Spark's; what is not named here is skipped on reading.
 */
const definition = `
syntax = "proto3";
package spark.connect;

message UserContext { string user_id = 1; }
message Plan { Relation root = 1; }
message Relation {
  oneof rel_type {
    SQL sql = 10;
    LocalRelation local_relation = 11;
    SubqueryAlias subquery_alias = 16;
    WithRelations with_relations = 41;
  }
}
message SQL { string query = 1; }
message LocalRelation { optional bytes data = 1; }
message SubqueryAlias { Relation input = 1; string alias = 2; }
message WithRelations { Relation root = 1; repeated Relation references = 2; }

message ExecutePlanRequest {
  string session_id = 1;
  UserContext user_context = 2;
  Plan plan = 3;
  optional string client_type = 4;
  repeated RequestOption request_options = 5;
  optional string operation_id = 6;
  optional string client_observed_server_side_session_id = 8;
  message RequestOption { ReattachOptions reattach_options = 1; }
  message ReattachOptions { bool reattachable = 1; }
}
message ReattachExecuteRequest {
  string session_id = 1;
  UserContext user_context = 2;
  string operation_id = 3;
  optional string client_type = 4;
  optional string last_response_id = 5;
  optional string client_observed_server_side_session_id = 6;
}
message ExecutePlanResponse {
  ArrowBatch arrow_batch = 2;
  string operation_id = 12;
  string response_id = 13;
  ResultComplete result_complete = 14;
  string server_side_session_id = 15;
  ExecutionProgress execution_progress = 18;
  message ArrowBatch { int64 row_count = 1; bytes data = 2; }
  message ResultComplete {}
  message ExecutionProgress {
    repeated StageInfo stages = 1;
    message StageInfo { int64 num_tasks = 2; int64 num_completed_tasks = 3; }
  }
}
message ReleaseExecuteRequest {
  string session_id = 1;
  UserContext user_context = 2;
  string operation_id = 3;
  optional string client_type = 4;
  ReleaseAll release_all = 5;
  ReleaseUntil release_until = 6;
  message ReleaseAll {}
  message ReleaseUntil { string response_id = 1; }
}
message ReleaseExecuteResponse { string server_side_session_id = 3; }

message AnalyzePlanRequest {
  string session_id = 1;
  UserContext user_context = 2;
  optional string client_type = 3;
  SparkVersion spark_version = 10;
  message SparkVersion {}
}
message AnalyzePlanResponse {
  SparkVersion spark_version = 8;
  string server_side_session_id = 15;
  message SparkVersion { string version = 1; }
}
message ConfigRequest {
  string session_id = 1;
  UserContext user_context = 2;
  Operation operation = 3;
  optional string client_type = 4;
  optional string client_observed_server_side_session_id = 8;
  message Operation { Set set = 1; }
  message Set { repeated KeyValue pairs = 1; }
}
message KeyValue { string key = 1; optional string value = 2; }
message ConfigResponse { string server_side_session_id = 4; }

message InterruptRequest {
  string session_id = 1;
  UserContext user_context = 2;
  optional string client_type = 3;
  InterruptType interrupt_type = 4;
  string operation_id = 6;
  enum InterruptType { INTERRUPT_TYPE_UNSPECIFIED = 0; INTERRUPT_TYPE_OPERATION_ID = 3; }
}
message InterruptResponse { repeated string interrupted_ids = 2; }
message ReleaseSessionRequest {
  string session_id = 1;
  UserContext user_context = 2;
  optional string client_type = 3;
}
message ReleaseSessionResponse { string session_id = 1; }

message FetchErrorDetailsRequest {
  string session_id = 1;
  UserContext user_context = 2;
  string error_id = 3;
  optional string client_type = 4;
}
message FetchErrorDetailsResponse {
  optional int32 root_error_idx = 1;
  repeated Error errors = 2;
  message Error {
    repeated string error_type_hierarchy = 1;
    string message = 2;
    optional int32 cause_idx = 4;
    optional SparkThrowable spark_throwable = 5;
  }
  message SparkThrowable { optional string error_class = 1; optional string sql_state = 4; }
}

// google.rpc.Status and google.rpc.ErrorInfo, as gRPC servers attach them to an error
message Status { repeated Any details = 3; }
message Any { string type_url = 1; bytes value = 2; }
message ErrorInfo { map<string, string> metadata = 3; }
`;

/** A statement, over rows that are sent along as an Arrow IPC stream under a name where there are any. */
export interface Plan {
  readonly root:
    | Query
    | {
        readonly withRelations: {
          readonly root: Query;
          readonly references: readonly {
            readonly subqueryAlias: {
              readonly input: { readonly localRelation: { readonly data: Uint8Array } };
              readonly alias: string;
            };
          }[];
        };
      };
}

interface Query {
  readonly sql: { readonly query: string };
}

/** One message of the stream that answers an execution. */
export interface ExecuteResponse {
  readonly responseId: string;
  readonly serverSideSessionId: string;
  readonly arrowBatch?: { readonly rowCount: number; readonly data: Uint8Array };
  readonly resultComplete?: object;
  readonly executionProgress?: {
    readonly stages: readonly { readonly numTasks: number; readonly numCompletedTasks: number }[];
  };
}

export interface ErrorDetails {
  readonly rootErrorIdx?: number;
  readonly errors: readonly {
    readonly errorTypeHierarchy: readonly string[];
    readonly message: string;
    readonly causeIdx?: number;
    readonly sparkThrowable?: { readonly errorClass?: string; readonly sqlState?: string };
  }[];
}

/** A message as bytes and back; an absent field stays absent, an absent list is empty, 64-bit numbers are numbers. */
export interface Codec<T> {
  encode(message: T): Buffer;
  decode(bytes: Uint8Array): T;
}

const { root } = protobuf.parse(definition);

export function codec<T extends object>(name: string): Codec<T> {
  const type = root.lookupType(`spark.connect.${name}`);
  return {
    encode: (message) => type.encode(type.fromObject(message)).finish() as Buffer,
    decode: (bytes) => type.toObject(type.decode(bytes), { longs: Number, enums: String, arrays: true }) as T,
  };
}

/** A call of the service by its name, e.g. "ExecutePlan", and how its messages are written. */
export interface Call<Request, Response> {
  readonly path: string;
  readonly encode: (request: Request) => Buffer;
  readonly decode: (bytes: Uint8Array) => Response;
}

function call<Response extends object>(name: string, response = `${name}Response`): Call<object, Response> {
  const request = codec<object>(`${name}Request`);
  return {
    path: `/spark.connect.SparkConnectService/${name}`,
    encode: request.encode,
    decode: codec<Response>(response).decode,
  };
}

/** The calls of the service; requests are completed with session and user by the client. */
export const calls = {
  executePlan: call<ExecuteResponse>("ExecutePlan"),
  reattachExecute: call<ExecuteResponse>("ReattachExecute", "ExecutePlanResponse"),
  releaseExecute: call<object>("ReleaseExecute"),
  analyzePlan: call<{
    readonly serverSideSessionId: string;
    readonly sparkVersion?: { readonly version: string };
  }>("AnalyzePlan"),
  config: call<object>("Config"),
  interrupt: call<{ readonly interruptedIds: readonly string[] }>("Interrupt"),
  releaseSession: call<object>("ReleaseSession"),
  fetchErrorDetails: call<ErrorDetails>("FetchErrorDetails"),
} as const;
