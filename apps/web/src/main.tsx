import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App, type AppProps } from './app/app.tsx'

/** `vite --mode mock`: an in-browser test backend replaces the server. */
async function mockProps(): Promise<AppProps> {
  if (import.meta.env.MODE !== 'mock') return {}
  const { startMockWard } = await import('./testing/start-mock-ward.ts')
  return startMockWard()
}

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
const props = await mockProps()
createRoot(root).render(
  <StrictMode>
    <App {...props} />
  </StrictMode>,
)
