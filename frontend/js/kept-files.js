// Files that are being sent, kept in this browser so that a reloaded page can go on. Where the browser refuses, nothing is
// kept: a person chooses the file again.
const STORE = "files";

export function keep(name, file) {
  return inStore("readwrite", (store) => store.put(file, name));
}

export function read(name) {
  return inStore("readonly", (store) => store.get(name));
}

export function drop(name) {
  return inStore("readwrite", (store) => store.delete(name));
}

// The result, or null if there is none or no store.
async function inStore(mode, work) {
  try {
    const base = await settled(opening());
    try {
      return (await settled(work(base.transaction(STORE, mode).objectStore(STORE)))) ?? null;
    } finally {
      base.close();
    }
  } catch {
    return null;
  }
}

function opening() {
  const request = indexedDB.open("veche-uploads", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return request;
}

function settled(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
