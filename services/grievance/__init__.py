"""grievance: the complaints procedure; what people file, how a case goes, what remedy they get.

Decides   nothing yet: filing, following and closing a case come with the next issue
Reads     none
Writes    none (grievance-filed and grievance-updated are its own, from the first case on)
Tables    none (only those that every service has)
Clocks    none
HTTP      GET /health/live, /health/ready, /metrics
"""
