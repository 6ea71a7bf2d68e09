import { chartStripes } from '@wardline/ui'

/** Colours that mean nothing by themselves: red, amber and green are for what is wrong or well. Each line is named beside its figure. */
const colours = ['#4F7CD9', ...chartStripes, '#4C93A8', '#8C6A4F', '#8A8F98', '#5B5FC7', '#A06C9E'] as const

export const chartColour = (index: number): string => colours[index % colours.length] ?? colours[0]
