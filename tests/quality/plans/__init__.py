"""How often are the verdicts on a draft right? Over generated drafts, and over drafts written by hand."""
