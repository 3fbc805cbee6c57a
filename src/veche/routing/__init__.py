"""Route what residents write: question or not, topic, department, importance, group of one trouble."""
