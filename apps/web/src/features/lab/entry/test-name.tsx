import Box from '@mui/material/Box'

/** Test name clamped to two lines; the full name is in the tooltip and in the accessible text. */
export function TestName({ name, strong = false }: { readonly name: string; readonly strong?: boolean }) {
  return (
    <Box
      component="bdi"
      title={name}
      sx={{
        display: '-webkit-box',
        WebkitBoxOrient: 'vertical',
        WebkitLineClamp: 2,
        overflow: 'hidden',
        overflowWrap: 'anywhere',
        ...(strong && { fontWeight: 620 }),
      }}
    >
      {name}
    </Box>
  )
}
