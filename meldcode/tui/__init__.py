"""The full-screen app. Decides nothing about what comes next: that is the interview's."""
