"""What the pages of applications and installations show, and the forms that they are set up with."""
