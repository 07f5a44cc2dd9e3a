import os
import site

for folder in site.getsitepackages():
    with open(os.path.join(folder, "sample-boot.pth"), "w") as f:
        f.write("import sample\n")
