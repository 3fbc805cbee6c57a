// The hidden fields by which the server knows a form: its CSRF token and, for people who work in several administrations, the
// one in which it was opened (staff/works_in.py). A request that is made by hand sends them too.
export function signed(form) {
  const fields = { csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value };
  const opened = form.elements.works_in;
  return opened ? { ...fields, works_in: opened.value } : fields;
}

// The same as headers, where the body is a file.
export function signedHeaders(form) {
  const { csrfmiddlewaretoken, works_in } = signed(form);
  return { "X-CSRFToken": csrfmiddlewaretoken, ...(works_in && { "X-Works-In": works_in }) };
}
