"""What a page of Veche may load: its own files and nothing else."""

from django.utils.csp import CSP

POLICY = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    # Only an answer whose template asks for the nonce has one: the editor, where CodeMirror writes a <style>.
    "style-src": [CSP.SELF, CSP.NONCE],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    # A picture chosen for a post is shown from memory before it is uploaded; Tabler's icons in CSS are data URLs.
    "img-src": [CSP.SELF, "data:", "blob:"],
    # Whoever says yes to a film watches it first.
    "media-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
