export * from "../../server/tools/bench/followers/tick-stream.ts";
