"""grievance: the complaints procedure; what people file, how a case goes, what remedy they get.

Decides   nothing yet: filing, following and closing a case come with the next issue
Reads     no topic yet
Writes    no topic yet (grievance-filed and grievance-updated are reserved for it)
Tables    the engine's own; cases and people get theirs with the procedure
Clocks    none
HTTP      /health/live, /health/ready, /metrics
"""
