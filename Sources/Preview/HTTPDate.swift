import Glibc

/// A time as headers of HTTP tell it, such as `Sun, 06 Nov 1994 08:49:37 GMT`; now, unless told.
func httpDate(_ time: Int = Glibc.time(nil)) -> String {
  var (time, parts) = (time, tm())
  gmtime_r(&time, &parts)
  func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
  let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  let date = "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(1900 + parts.tm_year)"
  return "\(date) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
}
