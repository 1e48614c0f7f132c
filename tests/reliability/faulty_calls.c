/* System calls that fail on request, for faults.py: loaded with LD_PRELOAD before everything else.

   Calls about files below the watched folder are counted, whoever makes them: Python, SQLite, a library.
   Call number `at` (from 1) then fails, is cut short, or ends the process. What was seen stands in memory that
   forked children share with their parent, so that the parent knows it of a child that has died.  */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { NOTHING, FAIL, SHORT, END, END_SHORT };
#define MOST 65535

struct seen {
    long count;
    long fired;
    char kinds[MOST + 1];
    char path[PATH_MAX];
};

static struct seen *seen;
static char root[PATH_MAX];
static long at;
static int mode, error, lasting;
static char only[32]; /* the kinds of call that may fail; "" for all */

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void begin(void) {
    seen = mmap(NULL, sizeof *seen, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

void faults_watch(const char *folder, long number, int how, int with, int ever, const char *kinds) {
    at = 0;
    seen->count = seen->fired = 0;
    memset(seen->kinds, 0, sizeof seen->kinds);
    seen->path[0] = 0;
    mode = how, error = with, lasting = ever;
    snprintf(only, sizeof only, "%s", kinds);
    snprintf(root, sizeof root, "%s", folder);
    at = number;
}
void faults_rest(void) { root[0] = 0; }
const char *faults_kinds(void) { return seen->kinds; }
const char *faults_path(void) { return seen->path; }
long faults_fired(void) { return seen->fired; }

static int below(const char *path) {
    size_t length = strlen(root);
    return path && length && !strncmp(path, root, length) && (path[length] == '/' || !path[length]);
}

static const char *named(int fd, char *room) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, room, PATH_MAX - 1);
    room[length < 0 ? 0 : length] = 0;
    return room;
}

/* What is to happen to this call. Leaves errno set for FAIL. */
static int fate(char kind, const char *path) {
    if (!seen || !below(path)) return NOTHING;
    long number = ++seen->count;
    if (number <= MOST) seen->kinds[number - 1] = kind;
    int due = at ? number == at || (lasting && number > at) : lasting;
    if (only[0] && !strchr(only, kind)) due = 0;
    if (!due || mode == NOTHING) return NOTHING;
    if (!seen->fired++) snprintf(seen->path, sizeof seen->path, "%s", path);
    if (mode == END) _exit(9);
    if (mode == FAIL || number != at) return errno = error, FAIL;
    return mode;
}
static int fate_fd(char kind, int fd) {
    char room[PATH_MAX];
    int kept = errno, found;
    if (!root[0] || fd < 0) return NOTHING;
    found = fate(kind, named(fd, room));
    if (found != FAIL) errno = kept;
    return found;
}
static int fate_at(char kind, int folder, const char *path) {
    char room[PATH_MAX], whole[2 * PATH_MAX];
    if (!root[0] || !path) return NOTHING;
    if (path[0] == '/' || folder == AT_FDCWD) return fate(kind, path);
    snprintf(whole, sizeof whole, "%s/%s", named(folder, room), path);
    return fate(kind, whole);
}
static char opening(int flags) { return flags & (O_CREAT | O_WRONLY | O_RDWR) ? 'c' : 'o'; }

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        mode_t bits = 0; \
        if (flags & (O_CREAT | __O_TMPFILE)) { va_list more; va_start(more, flags); bits = va_arg(more, mode_t); va_end(more); } \
        REAL(name); \
        return fate_at(opening(flags), AT_FDCWD, path) == FAIL ? -1 : real(path, flags, bits); \
    }
OPEN(open)
OPEN(open64)
#define OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        mode_t bits = 0; \
        if (flags & (O_CREAT | __O_TMPFILE)) { va_list more; va_start(more, flags); bits = va_arg(more, mode_t); va_end(more); } \
        REAL(name); \
        return fate_at(opening(flags), folder, path) == FAIL ? -1 : real(folder, path, flags, bits); \
    }
OPENAT(openat)
OPENAT(openat64)
DIR *opendir(const char *path) { REAL(opendir); return fate_at('o', AT_FDCWD, path) == FAIL ? NULL : real(path); }

/* half: what is left of the size when the call is cut short; it never becomes nothing. */
#define HALF(size) ((size) > 1 ? (size) / 2 : (size))
#define WRITE(name, parameters, ...) \
    ssize_t name parameters { \
        REAL(name); \
        int found = fate_fd('w', fd); \
        if (found == FAIL) return -1; \
        if (found == SHORT || found == END_SHORT) size = HALF(size); \
        ssize_t done = real(__VA_ARGS__); \
        if (found == END_SHORT) _exit(9); \
        return done; \
    }
WRITE(write, (int fd, const void *data, size_t size), fd, data, size)
WRITE(pwrite, (int fd, const void *data, size_t size, off_t place), fd, data, size, place)
WRITE(pwrite64, (int fd, const void *data, size_t size, off64_t place), fd, data, size, place)
#define READ(name, parameters, ...) \
    ssize_t name parameters { REAL(name); return fate_fd('i', fd) == FAIL ? -1 : real(__VA_ARGS__); }
READ(read, (int fd, void *data, size_t size), fd, data, size)
READ(pread, (int fd, void *data, size_t size, off_t place), fd, data, size, place)
READ(pread64, (int fd, void *data, size_t size, off64_t place), fd, data, size, place)

int fsync(int fd) { REAL(fsync); return fate_fd('s', fd) == FAIL ? -1 : real(fd); }
int fdatasync(int fd) { REAL(fdatasync); return fate_fd('s', fd) == FAIL ? -1 : real(fd); }
int ftruncate(int fd, off_t size) { REAL(ftruncate); return fate_fd('w', fd) == FAIL ? -1 : real(fd, size); }
int ftruncate64(int fd, off64_t size) { REAL(ftruncate64); return fate_fd('w', fd) == FAIL ? -1 : real(fd, size); }
int rename(const char *from, const char *to) {
    REAL(rename); return fate_at('r', AT_FDCWD, to) == FAIL ? -1 : real(from, to);
}
int renameat(int one, const char *from, int other, const char *to) {
    REAL(renameat); return fate_at('r', other, to) == FAIL ? -1 : real(one, from, other, to);
}
int unlink(const char *path) { REAL(unlink); return fate_at('u', AT_FDCWD, path) == FAIL ? -1 : real(path); }
int unlinkat(int folder, const char *path, int flags) {
    REAL(unlinkat); return fate_at('u', folder, path) == FAIL ? -1 : real(folder, path, flags);
}
int rmdir(const char *path) { REAL(rmdir); return fate_at('u', AT_FDCWD, path) == FAIL ? -1 : real(path); }
int mkdir(const char *path, mode_t bits) {
    REAL(mkdir); return fate_at('d', AT_FDCWD, path) == FAIL ? -1 : real(path, bits);
}
void *mmap(void *where, size_t size, int may, int flags, int fd, off_t place) {
    static void *(*real)(void *, size_t, int, int, int, off_t);
    if (!real) real = (void *(*)(void *, size_t, int, int, int, off_t))dlsym(RTLD_NEXT, "mmap");
    return fate_fd('m', fd) == FAIL ? MAP_FAILED : real(where, size, may, flags, fd, place);
}
void *mmap64(void *where, size_t size, int may, int flags, int fd, off64_t place) {
    static void *(*real)(void *, size_t, int, int, int, off64_t);
    if (!real) real = (void *(*)(void *, size_t, int, int, int, off64_t))dlsym(RTLD_NEXT, "mmap64");
    return fate_fd('m', fd) == FAIL ? MAP_FAILED : real(where, size, may, flags, fd, place);
}
