/* An allocator that fails when it is told to: this program's malloc takes the place of libc's, so that it serves every
 * library as well. For the one file of a program that is not built with a sanitizer, whose own malloc it would replace.
 *
 * memory_begin() and memory_end() enclose what is counted; its `fail_at`-th allocation fails, once or from then on. */
#ifndef TESTS_FAILING_MEMORY_H
#define TESTS_FAILING_MEMORY_H

#include <errno.h>
#include <openssl/crypto.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void __libc_free(void *block);

/* Before every block: where its memory begins, and in which counting it was made (0: in none). */
struct head {
    void *base;
    uint32_t counting, size_low;
};

enum { HEAD = 16, MARKED = 256 };
_Static_assert(sizeof(struct head) <= HEAD, "a head fits before a block");

static struct {
    uint32_t counting; /* 0: not now; else a number that tells this counting from others */
    uint32_t last;     /* the number used last */
    size_t made;       /* allocations asked for */
    size_t live;       /* blocks made in this counting and not freed */
    size_t fail_at;    /* which allocation fails; 0: none */
    size_t failing;    /* which one it was, for messages */
    int for_ever;      /* and all after it */
    int failed;        /* one has failed */
} memory;

static struct head *head_of(void *block) { return (struct head *)((char *)block - HEAD); }

static int must_fail_now(void)
{
    if (!memory.counting)
        return 0;
    memory.made++;
    int fails = memory.fail_at && (memory.made == memory.fail_at || (memory.for_ever && memory.made > memory.fail_at));
    memory.failed |= fails;
    return fails;
}

static void *hand_out(void *base, size_t offset, size_t size)
{
    if (!base) {
        errno = ENOMEM;
        return NULL;
    }
    char *block = (char *)base + offset;
    *head_of(block) = (struct head){base, memory.counting, (uint32_t)size};
    memory.live += memory.counting != 0;
    return block;
}

static void *allocate(size_t size)
{
    void *base = size > PTRDIFF_MAX / 2 || must_fail_now() ? NULL : __libc_malloc(size + HEAD);
    return hand_out(base, HEAD, size);
}

static void *allocate_aligned(size_t alignment, size_t size)
{
    size_t room = alignment > HEAD ? alignment : HEAD;
    void *base = size > PTRDIFF_MAX / 2 || must_fail_now() ? NULL : __libc_memalign(room, size + room);
    return hand_out(base, room, size);
}

#define REPLACES __attribute__((visibility("default"), used))

REPLACES void *malloc(size_t size);
REPLACES void *calloc(size_t count, size_t size);
REPLACES void *realloc(void *block, size_t size);
REPLACES void free(void *block);
REPLACES void *memalign(size_t alignment, size_t size);
REPLACES void *aligned_alloc(size_t alignment, size_t size);
REPLACES int posix_memalign(void **block, size_t alignment, size_t size);

void *malloc(size_t size)
{
    void *block = allocate(size);
    if (block)
        memset(block, 0x55, size < MARKED ? size : MARKED); /* whoever reads what nobody wrote shall notice */
    return block;
}

void *calloc(size_t count, size_t size)
{
    void *block = size && count > PTRDIFF_MAX / size ? NULL : allocate(count * size);
    return block ? memset(block, 0, count * size) : NULL;
}

void free(void *block)
{
    if (!block)
        return;
    struct head *head = head_of(block);
    memory.live -= memory.counting && head->counting == memory.counting;
    void *base = head->base;
    head->base = NULL; /* a second free of the block reads this */
    __libc_free(base);
}

void *realloc(void *block, size_t size)
{
    if (!block)
        return malloc(size);
    void *moved = malloc(size);
    if (!moved)
        return NULL;
    uint32_t old = head_of(block)->size_low;
    memcpy(moved, block, old < size ? old : size);
    free(block);
    return moved;
}

void *memalign(size_t alignment, size_t size) { return allocate_aligned(alignment, size); }
void *aligned_alloc(size_t alignment, size_t size) { return allocate_aligned(alignment, size); }

int posix_memalign(void **block, size_t alignment, size_t size)
{
    *block = allocate_aligned(alignment, size);
    return *block ? 0 : ENOMEM;
}

static void memory_begin(size_t fail_at, int for_ever)
{
    memory.counting = ++memory.last;
    memory.made = memory.live = 0;
    memory.fail_at = fail_at;
    memory.for_ever = for_ever;
    memory.failed = 0;
}

/* How many blocks are still there. */
static size_t memory_end(void)
{
    memory.counting = 0;
    return memory.live;
}

/* OpenSSL's allocations are not failed (it would crash) and not counted: it keeps some for the process. */
static void *openssl_malloc(size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return __libc_malloc(size);
}

static void *openssl_realloc(void *block, size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return __libc_realloc(block, size);
}

static void openssl_free(void *block, const char *file, int line)
{
    (void)file;
    (void)line;
    __libc_free(block);
}

/* Before anything else of OpenSSL is called. */
static int memory_spares_openssl(void)
{
    return CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free);
}

#endif
