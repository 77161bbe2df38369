"""An auditor that shares nothing with what it audits: reads the log and the inputs again and says what cannot be."""
