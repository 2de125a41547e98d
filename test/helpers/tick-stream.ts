export * from "../../server/bench/followers/tick-stream.ts";
