import CCairo

/// Turns a status of Cairo's other than success into an error with Cairo's own message.
func check(_ status: cairo_status_t) throws(RenderingError) {
  guard status == CAIRO_STATUS_SUCCESS else {
    throw .cairo(message: String(cString: cairo_status_to_string(status)))
  }
}
