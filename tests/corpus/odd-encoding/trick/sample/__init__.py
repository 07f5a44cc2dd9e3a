# -*- coding: utf-7 -*-
x = "+ACI-+ADs-print(1)+ADs-+ACI-"
