import { createStore } from 'zustand/vanilla'

/** High-priority burst: three pulses, a pause, two pulses; played twice (ATT-1). Seconds. */
const PULSES = [0, 0.22, 0.44, 0.86, 1.08] as const
const BURST_S = 2.2
/** Medium priority: three pulses, once (ATT-1). Seconds. */
const MEDIUM_PULSES = [0, 0.3, 0.6] as const
const PULSE_S = 0.14
/** Two partials a fifth apart sound like a chime, unlike the square tones of bedside monitors. */
const PARTIALS = [660, 990] as const
const LOUDNESS = 0.18

export const PAUSE_MS = 2 * 60_000

interface SoundState {
  /** Whether the browser allows sound, which it does after a click or key press (ATT-2). */
  readonly unlocked: boolean
  /** Local ms until which sounds are paused (ATT-3); 0 if they are not. */
  readonly pausedUntil: number
}

export const soundStore = createStore<SoundState>(() => ({ unlocked: false, pausedUntil: 0 }))

let context: AudioContext | null = null

function audio(): AudioContext | null {
  if (typeof AudioContext === 'undefined') return null
  if (!context) {
    context = new AudioContext()
    context.onstatechange = () => soundStore.setState({ unlocked: context?.state === 'running' })
    soundStore.setState({ unlocked: context.state === 'running' })
  }
  return context
}

/** Requests sound output; must be called from a click or key press. */
export async function unlockSound(): Promise<void> {
  await audio()?.resume()
}

/** Checks whether sound is allowed, without requesting it; the click on "Sign in" has usually unlocked it. */
export const checkSound = (): void => void audio()

export const pauseSound = (): void => soundStore.setState({ pausedUntil: Date.now() + PAUSE_MS })
export const endPause = (): void => soundStore.setState({ pausedUntil: 0 })

/** Returns the output if the browser allows sound and it is not paused. */
function activeOutput(): AudioContext | null {
  const output = audio()
  return output?.state === 'running' && soundStore.getState().pausedUntil <= Date.now() ? output : null
}

export function playCritical(): void {
  const output = activeOutput()
  if (output) for (const burst of [0, BURST_S]) for (const pulse of PULSES) playPulse(output, output.currentTime + burst + pulse)
}

/** Plays the medium-priority sound. Returns whether it was audible. */
export function playMedium(): boolean {
  const output = activeOutput()
  if (output) for (const pulse of MEDIUM_PULSES) playPulse(output, output.currentTime + pulse)
  return output !== null
}

function playPulse(output: AudioContext, at: number): void {
  const volume = output.createGain()
  volume.connect(output.destination)
  volume.gain.setValueAtTime(0, at)
  // Fade-in of 10 ms: an abrupt start clicks and startles.
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.01)
  volume.gain.exponentialRampToValueAtTime(0.001, at + PULSE_S)
  for (const frequency of PARTIALS) {
    const tone = output.createOscillator()
    tone.frequency.value = frequency
    tone.connect(volume)
    tone.start(at)
    tone.stop(at + PULSE_S)
  }
}
