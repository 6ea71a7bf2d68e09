import Box from '@mui/material/Box'
import { lazy, Suspense } from 'react'
import { Loading } from '../status/panel-states.tsx'
import type { TrendChartProps } from './trend-model.ts'

// The chart library is loaded with the first trend, not with the first screen.
const TrendPlot = lazy(() => import('./trend-plot.tsx'))

const CAPTION_PX = 46

/**
 * A trend with reference band, critical lines, gaps and markers. Loads its library on first use and reserves its height
 * until then.
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
