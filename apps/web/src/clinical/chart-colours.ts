import { chartStripes } from '@wardline/ui'

/** Chart colours without a clinical meaning: red, amber and green are reserved for states. Each line is labelled. */
const colours = ['#4F7CD9', ...chartStripes, '#4C93A8', '#8C6A4F', '#8A8F98', '#5B5FC7', '#A06C9E'] as const

export const chartColour = (index: number): string => colours[index % colours.length] ?? colours[0]
