// An empty page with the libraries of the product, to measure their size.
import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import CssBaseline from '@mui/material/CssBaseline'
import { createTheme, ThemeProvider } from '@mui/material/styles'
import TextField from '@mui/material/TextField'
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import i18next from 'i18next'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { initReactI18next, useTranslation } from 'react-i18next'
import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { io } from 'socket.io-client'
import * as z from 'zod/mini'
import { create } from 'zustand'

const server = createTRPCClient({ links: [httpBatchLink({ url: '/trpc' })] })
const socket = io({ autoConnect: false })
const answer = z.object({ name: z.string() })
const useLanguage = create(() => 'en')
void i18next.use(initReactI18next).init({ lng: 'en', resources: { en: { translation: { save: 'Save' } } } })

function Page() {
  const { t } = useTranslation()
  const language = useLanguage()
  const { data, error } = useQuery({
    queryKey: [language],
    queryFn: async () => answer.parse(await (server as unknown as { ask: { query(): Promise<unknown> } }).ask.query()),
  })
  return (
    <Box>
      {error && <Alert severity="error">{error.message}</Alert>}
      <TextField label={data?.name} />
      <Button onClick={() => socket.connect()}>{t('save')}</Button>
    </Box>
  )
}

const router = createBrowserRouter([{ path: '*', element: <Page /> }])
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <ThemeProvider theme={createTheme({ cssVariables: true, colorSchemes: { light: true, dark: true } })}>
      <CssBaseline />
      <QueryClientProvider client={new QueryClient()}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ThemeProvider>
  </StrictMode>,
)
