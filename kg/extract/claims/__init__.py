"""Acts of saying: who, by which cue, says which words, of what."""
