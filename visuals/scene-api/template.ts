// NAME: a scene of your own. Save this file while the music plays, and the picture changes.
// What a scene is, and everything it may import: docs/scenes.md of Antiphon.

import {
  CRASH,
  type Frame,
  hill,
  KICK,
  levelOf,
  loudness,
  type OwnScene,
  pictureVoice,
  SNARE,
  sinceHit,
  type VoiceTrace,
} from "antiphon/scene";
import { mix, positionGeometry, positionLocal, smoothstep, uniform, vec3 } from "three/tsl";
import {
  BackSide,
  BoxGeometry,
  Color,
  Group,
  InstancedMesh,
  Mesh,
  MeshBasicNodeMaterial,
  type Node,
  Object3D,
  PerspectiveCamera,
  SphereGeometry,
} from "three/webgpu";

/** Pillars in the order in which a sunflower sets its seeds; every ninth belongs to the same drum. */
const PILLARS = 540;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

export const scene: OwnScene<"height" | "fade" | "tilt" | "glow"> = {
  about: "A sunflower of pillars: every drum raises its own, the drummer's in the middle, the models' around them.",
  gestures: {
    kick: "a wave runs outwards",
    snare: "its pillars rise, and the camera is pushed",
    closed_hat: "its pillars rise",
    crash: "its pillars rise, and stay longest",
  },
  // Knobs on the desk. Their values are in `parameters`, and change while the scene is on.
  parameters: [
    { name: "height", about: "how high pillars rise", min: 0.2, max: 3, default: 1 },
    { name: "fade", about: "seconds a hit takes to fade", min: 0.05, max: 2, default: 0.35 },
    { name: "tilt", about: "from above to level", min: 0, max: 1, default: 0.55 },
    { name: "glow", about: "how bright the tops are", min: 0, max: 3, default: 1.4 },
  ],
  // For the director: how wild it is, and how much playing it takes to look its best, 0 to 1.
  wildness: 0.5,
  density: 0.5,

  init({ voices, parameters }) {
    // Colours come from the palette in force: uniforms that `update` writes.
    const night = uniform(new Color());
    const horizon = uniform(new Color());
    const glow = uniform(1);
    const pillars = pillarsThatGlow(glow);
    const sky = skyBetween(horizon, night);
    const world = new Group();
    world.add(pillars, sky);
    const camera = new PerspectiveCamera(45, 16 / 9, 0.1, 100);
    const sounding = voices.filter((voice) => voice.sounds);

    return {
      world,
      camera,

      // Called for every note, in the frame it is on the screen with. This scene asks the voices instead.
      hit() {},

      // Called before every frame. Everything is worked out from the moment, `frame.at`, and from when
      // things were hit, never from the frame before: so all projectors show the same picture.
      update(frame) {
        const { height, fade, tilt } = parameters;
        night.value.copy(frame.palette.night);
        horizon.value.copy(frame.palette.horizon).multiplyScalar(0.25 + 0.35 * frame.intensity);
        glow.value = parameters.glow;
        raise(pillars, frame, sounding, height, fade);
        look(camera, frame, sounding, tilt);
      },

      dispose() {
        pillars.dispose();
        for (const mesh of [pillars, sky]) {
          mesh.geometry.dispose();
          mesh.material.dispose();
        }
      },
    };
  },
};

/** Dark at the foot, the pillar's own colour (setColorAt) towards the top. */
const pillarsThatGlow = (glow: Node<"float">) => {
  const material = new MeshBasicNodeMaterial();
  material.colorNode = vec3(smoothstep(0.15, 1, positionGeometry.y).pow(2).mul(glow).add(0.02));
  const box = new BoxGeometry(0.16, 1, 0.16).translate(0, 0.5, 0);
  const pillars = new InstancedMesh(box, material, PILLARS);
  pillars.frustumCulled = false;
  return pillars;
};

const skyBetween = (horizon: Node<"color">, night: Node<"color">) => {
  const material = new MeshBasicNodeMaterial({ side: BackSide });
  material.colorNode = mix(horizon, night, smoothstep(-2, 14, positionLocal.y));
  return new Mesh(new SphereGeometry(40, 24, 16), material);
};

const place = new Object3D();
const colour = new Color();

/** Every pillar is as high and as bright as its drum is loud. */
const raise = (
  pillars: InstancedMesh,
  { at, beat, palette }: Frame,
  sounding: readonly VoiceTrace[],
  height: number,
  fade: number,
): void => {
  for (let i = 0; i < PILLARS; i++) {
    const radius = 0.35 * Math.sqrt(i + 1);
    const angle = i * GOLDEN_ANGLE;
    const voice = sounding[Math.floor((i / PILLARS) * sounding.length)];
    if (voice === undefined) continue;
    const drum = i % 9;
    const wave = hill(radius - 9 * sinceHit(voice, KICK, at / 1000), 1.2) * loudness(voice, KICK);
    const level = levelOf(voice, drum, fade * (drum === CRASH ? 3 : 1));
    const calm = 0.12 + 0.06 * Math.sin(beat * Math.PI * 0.5 - radius);
    place.position.set(radius * Math.cos(angle), 0, radius * Math.sin(angle));
    place.rotation.y = -angle;
    place.scale.set(1, height * (calm + 1.6 * Math.min(1.5, level) + 0.9 * wave), 1);
    place.updateMatrix();
    pillars.setMatrixAt(i, place.matrix);
    // What surprised the models leans towards the palette's accent.
    colour.copy(palette.voice(voice.place)).lerp(palette.accent, voice.surprise * 0.7);
    pillars.setColorAt(i, colour.multiplyScalar(0.25 + 0.9 * Math.min(1, level + wave)));
  }
  pillars.instanceMatrix.needsUpdate = true;
  if (pillars.instanceColor !== null) pillars.instanceColor.needsUpdate = true;
};

/** The video voice moves the whole picture: its kick turns it; the drummer's snare pushes the camera. */
const look = (camera: PerspectiveCamera, frame: Frame, sounding: readonly VoiceTrace[], tilt: number): void => {
  const video = pictureVoice(frame.voices);
  const swing = video === null ? 0 : 0.25 * levelOf(video, KICK, 0.6);
  const push = sounding[0] === undefined ? 0 : 0.5 * levelOf(sounding[0], SNARE, 0.3);
  const round = frame.beat * 0.03 + swing;
  const away = 11 - push;
  camera.position.set(away * Math.sin(round), 1.5 + 9 * (1 - tilt), away * Math.cos(round));
  camera.lookAt(0, 0.6, 0);
  camera.aspect = frame.aspect;
  camera.updateProjectionMatrix();
};
