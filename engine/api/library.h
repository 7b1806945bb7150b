/* The SOPs and regions that were read, each once: which file, which model, which findings.
 *
 * A SOP's name is `REGION/FILE`; its root is the folder in which its region's folder stands, so that a file may be
 * checked wherever it lies. Calls are followed at once: whatever is here has its callees here. */
#ifndef API_LIBRARY_H
#define API_LIBRARY_H

#include "api/tree.h"
#include "check/check.h"
#include "model/scenario.h"
#include "model/workclock.h"

/* A file as it was read: what places and excerpts are computed from. */
struct library_file {
    struct text path; /* as it was reached, to be shown */
    struct text real; /* with its folder resolved */
    struct text bytes;
    struct library_sop *sop; /* that was read from it, or NULL */
};

/* The folder in which regions stand, and what they share. */
struct library_root {
    struct text folder;    /* resolved */
    struct text data;      /* its folder `data`, as it was reached */
    struct legal legal;    /* the instruments that are known */
    uint32_t file;         /* of `data/legal.yaml` */
    size_t errors;         /* of that file: what it lists is not known whole */
    bool stated;           /* there is such a file */
    bool listed;           /* `names` are here */
    struct texts names;    /* of all SOPs */
    bool holidays_listed;  /* `holidays` are here */
    struct texts holidays; /* the names of its files of holidays */
};

/* A file of holidays, read once for its root. */
struct library_holidays {
    uint32_t root, file;
    struct text name;
    struct holidays holidays;
    size_t errors; /* its days are not to be used */
};

struct library_region {
    struct text folder, shown; /* resolved; as it was reached */
    struct region *region;
    uint32_t file;
    bool stated; /* it has a region.yaml */
    size_t errors;
    uint32_t root; /* the folder in which it stands */
    bool waivers_judged;
    struct workclock *clock; /* once it has been asked for, and could be made */
};

struct library_scenario {
    uint32_t file;
    struct scenario *scenario; /* NULL where it has an error */
};

struct library_sop {
    struct text name;
    struct text folder, shown; /* resolved; as it was reached */
    struct sop *sop;           /* NULL where nothing could be read */
    uint32_t file;
    size_t errors;   /* of its own file, not accepted; a region's count for it too, when it is to run */
    uint32_t region; /* its region here */
    bool linked, judged;
    bool folds;           /* read and linked without an error: cases can be carried by it */
    enum checked checked; /* how far, once judged */
};

struct library {
    struct tree tree;   /* where it reads */
    struct arena arena; /* lists, paths, bytes, findings */
    struct library_file *files;
    size_t n_files, room_files;
    struct library_root *roots;
    size_t n_roots, room_roots;
    struct library_holidays *holidays;
    size_t n_holidays, room_holidays;
    struct library_region *regions;
    size_t n_regions, room_regions;
    struct library_sop **sops;
    size_t n_sops, room_sops;
    struct map sop_by_real; /* of their files */
    bool stale;             /* a load failed: the map may speak of SOPs that were taken away again */
    struct library_scenario *scenarios;
    size_t n_scenarios, room_scenarios;
    struct library_arena *arenas; /* one a definition */
    struct findings findings;
    struct failure failure; /* of the last WORLD */
};

/* A library that reads from the disk. */
void library_init(struct library *library);
void library_release(struct library *library);

/* The SOP in that file, with all that it calls. WORLD when it or its region cannot be read. */
enum status library_load(struct library *library, const char *path, struct library_sop **sop);

/* What stands at that path where the library reads, and what it asks there with. */
enum file_kind library_kind(struct library *library, const char *path);
struct tree_asked library_asked(struct library *library);

/* A definition's own arena, which ends with the library; NULL when memory is out. */
struct arena *library_new_arena(struct library *library);

/* Judges what a region's file says itself. */
enum status library_judge_page(struct library *library, struct library_region *region);

/* Judges the SOPs from number `first` on, which have been read and linked, callees before callers. */
enum status library_judge(struct library *library, size_t first);

/* Judges the waivers of a region, once all its SOPs have been loaded. */
enum status library_judge_region(struct library *library, struct library_region *region);

/* The region of that folder; an unstated one where it holds no region.yaml. */
enum status library_region(struct library *library, const char *folder, struct library_region **region);

/* The folder of regions that this one is: its `data/legal.yaml` is read, where it holds one. */
enum status library_root(struct library *library, const char *folder, struct library_root **root);

/* The names of the files of holidays in the folder `data` of a root: `holidays-….yaml`, sorted. */
enum status library_holiday_names(struct library *library, uint32_t root, struct texts *names);

/* The file of that name, which is one of them; valid until another is read. */
enum status library_holidays(struct library *library, uint32_t root, struct text name,
                             struct library_holidays **holidays);

/* Is it the name of a file of holidays? */
bool library_is_holidays(struct text name);

/* The clock of a region without errors, with all files of holidays that it names: made once, it ends with the library.
 * `*culprit` gets the first of these files that has an error, and then there is no clock; else NULL. */
enum status library_workclock(struct library *library, struct library_region *region, const struct workclock **clock,
                              const struct library_file **culprit);

/* A file as a definition is read from it, and where its findings go; false when memory is out. */
struct source_file;
bool library_source(struct library *library, uint32_t file, struct source_file *source);

/* Reads the file at that path among the others. */
enum status library_read_file(struct library *library, const char *path, uint32_t *file);

/* What the library held before a load. */
struct library_mark {
    size_t n_files, n_roots, n_holidays, n_regions, n_sops, n_findings;
};

/* All or nothing: what a load that fails has added since is taken away again, or the next call would find SOPs whose
 * calls were never followed, and findings twice. */
struct library_mark library_mark(const struct library *library);
enum status library_keep(struct library *library, struct library_mark before, enum status status);

/* `FOLDER/NAME.yaml`; NULL when memory is out. */
char *path_of_sop(struct library *library, struct text folder, struct text name);

/* The scenario in that file, in a folder of its region; `*scenario` is NULL where findings of file number `*file` say
 * why not. */
enum status library_scenario(struct library *library, const char *path, struct scenario **scenario, uint32_t *file);

/* The path of the SOP that a name means to who stands in a region's folder; NULL where it cannot be one. */
char *library_path_of(struct library *library, struct text shown, struct text folder, struct text name);

/* The files of the SOPs in a region's folder, as `FOLDER/NAME.yaml`, sorted. */
enum status library_list(struct library *library, const char *folder, struct texts *paths);

/* Files of a folder that look like SOPs but for their ending (`.yml`, `.YAML`, `.yaml.txt`). */
enum status library_strays(struct library *library, const char *folder, struct texts *paths);

/* The folders under `root` that hold SOPs but no region.yaml; `data` and `sources` have their own use. */
enum status library_orphans(struct library *library, const char *root, struct texts *folders);

/* The folders under `root` that hold a region.yaml, sorted. */
enum status library_regions(struct library *library, const char *root, struct texts *folders);

/* `REGION/FILE` of a path `…/REGION/FILE.yaml`; empty when memory is out. */
struct text library_name_of(struct library *library, struct text path);

/* The names `REGION/FILE` of all SOPs under `root`: for "did you mean". An unreadable folder counts as empty. */
enum status library_names(struct library *library, const char *root, struct texts *names);

/* The SOP and all that can be reached from it by calls, each once, breadth first; 0 when memory is out. */
size_t library_reach(struct library *library, const struct library_sop *sop, struct library_sop *const **sops);

/* May a case of it start? Not when it, its region, or any SOP that it can call has an error. `*culprit` gets the first
 * that has. */
bool library_can_run(struct library *library, struct library_sop *sop, struct library_sop **culprit);

/* Can a case be carried by it? What is understood can, and all that it can call: what is judged of it (a hand-off that
 * nobody fills) hinders nothing. Whatever one version has published every later one carries, so a demand that is new
 * must be judged, never read. */
bool library_can_fold(struct library *library, const struct library_sop *sop);

#endif
