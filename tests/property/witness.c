#define _POSIX_C_SOURCE 200809L
#include "property/witness.h"

#include <stdio.h>
#include <sys/stat.h>

#include "property/input.h"

static bool write_file(const char *folder, const char *name, struct text bytes)
{
    char path[WITNESS_PATH + 32];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file)
        return false;
    bool written = fwrite(bytes.at, 1, bytes.len, file) == bytes.len;
    return fclose(file) == 0 && written;
}

static bool write_sops(const struct family *family, const char *folder)
{
    bool written = write_file(folder, "region.yaml", family->region_text);
    for (uint8_t i = 0; i < family->n; i++) {
        char name[16];
        snprintf(name, sizeof name, "sop%d.yaml", i);
        written = write_file(folder, name, family->texts[i]) && written;
    }
    return written;
}

/* What an earlier failure of that name has left. */
static void clear_sops(const char *folder)
{
    for (int i = 0; i < MOST_SOPS; i++) {
        char path[WITNESS_PATH + 32];
        snprintf(path, sizeof path, "%s/sop%d.yaml", folder, i);
        remove(path);
    }
}

bool witness_write(struct trial *trial, const struct failure_found *found, const char *name, char folder[WITNESS_PATH])
{
    struct buf story = BUF_INIT, input = BUF_INIT;
    mkdir("build", 0755);
    mkdir("build/property", 0755);
    snprintf(folder, WITNESS_PATH, "build/property/%s", name);
    mkdir(folder, 0755);
    clear_sops(folder);
    failure_tell(trial, found);
    trial->story = &story;
    struct broken broken = caught(trial, found->holds);
    trial_say(trial, "broken: must(%s) at %s:%d\n", broken.condition, broken.file, broken.line);
    trial->story = NULL;
    input_write(&input, buf_view(&found->sop), buf_view(&found->run));
    bool written = write_file(folder, "story.txt", buf_view(&story)) && write_file(folder, "draws", buf_view(&input)) &&
                   write_sops(&trial->family, folder);
    buf_release(&story);
    buf_release(&input);
    return written;
}
