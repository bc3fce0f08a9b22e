"""The whole product of an analysis: every question about one study, as one page to hand on."""
