let context: AudioContext | null = null;

/** Makes ready to sound: at once after a click, else (a browser lets no page sound by itself) with the next one. */
export async function allowSound(): Promise<void> {
  context ??= new AudioContext();
  const resume = () => void context?.resume();
  for (const act of ["pointerdown", "keydown"]) addEventListener(act, resume, { once: true });
  await context.resume();
}

/** Two soft notes, under half a second. */
export function ring(): void {
  if (context?.state !== "running") return;
  const begin = context.currentTime;
  const volume = context.createGain();
  volume.connect(context.destination);
  volume.gain.setValueAtTime(0.0001, begin);
  volume.gain.exponentialRampToValueAtTime(0.12, begin + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, begin + 0.45);
  [660, 880].forEach((pitch, index) => {
    if (context === null) return;
    const note = context.createOscillator();
    note.frequency.value = pitch;
    note.connect(volume);
    note.start(begin + index * 0.14);
    note.stop(begin + 0.45);
  });
}
