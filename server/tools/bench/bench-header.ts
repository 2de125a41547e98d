import { PROTOCOL_VERSION } from "../../../shared/protocol/version.ts";
import { ms } from "../../../shared/time/units.ts";
import { projectVersion } from "../../core/files/project-folder.ts";
import { Show } from "../../core/show/show.ts";
import { newHeader, type TakeHeader } from "../../takes/take-header.ts";

/** The header of a take of the usual show that is so many seconds long. */
export const benchHeader = (seconds: number): TakeHeader =>
  newHeader({
    antiphon: projectVersion(),
    protocol: PROTOCOL_VERSION,
    show: Show.parse({}),
    showFile: null,
    seed: 1,
    run: 1,
    began: new Date(0).toISOString(),
    from: ms(0),
    to: ms(1000 * seconds),
    whole: true,
  });
