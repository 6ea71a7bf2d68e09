import Box from '@mui/material/Box'

export interface RawContentProps {
  readonly label: string
  readonly children: string
  /** Height in px above which the content scrolls; without it everything is shown. */
  readonly maxHeight?: number
}

/** Raw machine-generated text, left to right and scrollable by keyboard. */
export const RawContent = ({ label, children, maxHeight }: RawContentProps) => (
  <Box
    component="pre"
    dir="ltr"
    tabIndex={0}
    aria-label={label}
    sx={{
      margin: 0,
      padding: 2.5,
      border: 1,
      borderColor: 'line',
      borderRadius: 1,
      bgcolor: 'sunk',
      fontSize: 11.5,
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
      ...(maxHeight === undefined ? {} : { maxBlockSize: maxHeight, overflow: 'auto' }),
    }}
  >
    {children}
  </Box>
)
