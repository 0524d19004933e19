/** A short low tone: something scanned was not taken. */

let sound: AudioContext | null = null;

/** Sound once; silent where the device has no sound or forbids it. */
export function beep(): void {
  if (typeof AudioContext === "undefined") return;
  sound ??= new AudioContext();
  const tone = sound.createOscillator();
  const volume = sound.createGain();
  tone.frequency.value = 220;
  volume.gain.value = 0.15;
  tone.connect(volume).connect(sound.destination);
  tone.start();
  tone.stop(sound.currentTime + 0.18);
}
