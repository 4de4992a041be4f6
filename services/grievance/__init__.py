"""grievance: the complaints procedure; what people file, how a case goes, what remedy they get.

Decides   stages, admissibility, timeliness, remedy and outcome of a case, by a procedure's rules
Reads     supplier-updated
Writes    grievance-filed, grievance-updated (codes and days of one length, held to the full hour)
Tables    cases, entries (ciphertext only), held_cases, known_suppliers
Packs     company_lksg_v1, historical_cases_v1, multi_company_template_v1 (to be filled in)
Clocks    release, acknowledgement-due, feedback-due
HTTP      pages GET / and GET and POST /file, /case, POST /case/message, /case/remedy;
          POST /complaints, /complaints/status, /complaints/messages, /complaints/remedy;
          for handlers /cases and what is below it
"""
