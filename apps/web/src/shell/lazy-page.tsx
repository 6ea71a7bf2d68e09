import Box from '@mui/material/Box'
import { Loading } from '@wardline/ui'
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'
import { ErrorBoundary } from './error-boundary.tsx'

const lazyPages = new WeakMap<object, unknown>()

/** Returns the lazy page of a loader, created once: a second `lazy` of the same page would show its skeleton again. */
export function lazyPage<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const known = lazyPages.get(load) as ComponentType<Props> | undefined
  if (known) return known
  const page = lazy(async () => ({ default: (await load()) as ComponentType<object> })) as unknown as ComponentType<Props>
  lazyPages.set(load, page)
  return page
}

/** Region of a page: fills the remaining space, scrolls, and contains errors. */
export function PageRegion({ pageKey, children }: { pageKey: string; children: ReactNode }) {
  return (
    <Box sx={{ flex: 1, minHeight: 0, minWidth: 0, overflow: 'auto', display: 'flex', flexDirection: 'column' }}>
      <ErrorBoundary resetKey={pageKey}>
        <Suspense key={pageKey} fallback={<Loading rows={8} />}>
          {children}
        </Suspense>
      </ErrorBoundary>
    </Box>
  )
}
