import Box from '@mui/material/Box'
import { lazy, Suspense } from 'react'
import { Loading } from '../status/panel-states.tsx'
import type { TrendChartProps } from './trend-model.ts'

// Scales and drawing come with the first trend that is opened, not with the first screen.
const TrendPlot = lazy(() => import('./trend-plot.tsx'))

const CAPTION_PX = 46

/**
 * A trend with reference band, critical lines, gaps and markers. Loads its library when first shown and
 * keeps its place meanwhile.
 */
export function TrendChart(props: TrendChartProps) {
  return (
    <Suspense
      fallback={
        <Box sx={{ height: (props.height ?? 240) + CAPTION_PX, overflow: 'hidden' }}>
          <Loading rows={5} />
        </Box>
      }
    >
      <TrendPlot {...props} />
    </Suspense>
  )
}
