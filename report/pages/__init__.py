"""The pages of a PDF as pictures, for those who look at them."""
