"""The application with Qt: everything that is seen, heard or typed. It never imports torch."""
