/*{
  "ISFVSN": "2",
  "DESCRIPTION": "NAME: rings of light that the drums set off",
  "CREDIT": "",
  "CATEGORIES": ["Generator"],
  "INPUTS": [
    { "NAME": "width", "LABEL": "width of the rings", "TYPE": "float", "MIN": 0.02, "MAX": 0.6, "DEFAULT": 0.12 },
    { "NAME": "warp", "LABEL": "how far they are bent", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.25 },
    { "NAME": "rings", "LABEL": "how many rings", "TYPE": "float", "MIN": 1.0, "MAX": 12.0, "DEFAULT": 4.0 },
    { "NAME": "colour", "LABEL": "colour", "TYPE": "color", "DEFAULT": [1.0, 0.6, 0.2, 1.0] },
    { "NAME": "night", "LABEL": "background", "TYPE": "color", "DEFAULT": [0.0, 0.0, 0.05, 1.0] }
  ]
}*/

// A shader in the Interactive Shader Format. The kick pushes the first number among the INPUTS, the
// snare the second, and so on; colours come from the palette. Save it while the music plays.

void main() {
  vec2 p = (gl_FragCoord.xy - 0.5 * RENDERSIZE) / RENDERSIZE.y;
  float angle = atan(p.y, p.x);
  float radius = length(p) + 0.15 * warp * sin(angle * 5.0 + TIME) * sin(angle * 3.0 - TIME * 0.7);
  float wave = abs(fract(radius * rings - TIME * 0.25) - 0.5) * 2.0;
  float light = smoothstep(width, 0.0, wave) + 0.25 * smoothstep(width * 4.0, 0.0, wave);
  vec3 seen = mix(night.rgb, colour.rgb, clamp(light, 0.0, 1.0) * smoothstep(1.1, 0.1, radius));
  gl_FragColor = vec4(seen, 1.0);
}
